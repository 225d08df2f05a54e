import { checkPortable } from "./portable";
import { type Problem, problemAt } from "./problem";

/** Checks the client ID of an Auth0 application; Auth0's own are 32 letters and digits. */
export function checkClientId(key: string, clientId: string): Problem[] {
    return checkPortable(key, clientId, {
        what: "client ID",
        form: /^[A-Za-z0-9_-]{1,128}$/,
        write: "Write the client ID as the Auth0 dashboard shows it.",
    });
}

/** Checks the names of bots. */
export function checkBots(key: string, bots: readonly string[]): Problem[] {
    return bots.flatMap((bot, index) => checkBot(`${key}[${index}]`, bot));
}

/** Checks the name of a bot, which becomes part of a URL, of a resource's name and of a file's. */
export function checkBot(key: string, bot: string): Problem[] {
    return /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$/.test(bot)
        ? []
        : problemAt(
              key,
              `${JSON.stringify(bot)} is not a valid bot name`,
              "Write its name in letters, digits and . _ - + @, such as ingestion-bot.",
          );
}

/** Checks the name of a rotation of a secret or token. */
export function checkRotation(key: string, name: string): Problem[] {
    return /^[^\p{C}]{1,64}$/u.test(name)
        ? []
        : problemAt(
              key,
              `${JSON.stringify(name)} is not a valid rotation name`,
              "Write up to 64 characters on one line, such as 2027-01.",
          );
}

/** Checks the path of a certificate where ingestion runs, which can be a machine with Windows. */
export function checkCertificatePath(key: string, path: string): Problem[] {
    return /^[^\p{C}]{1,4096}$/u.test(path)
        ? []
        : problemAt(
              key,
              `${JSON.stringify(path)} is not a valid path`,
              "Write the path of the certificate on the machine that runs ingestion, such as /etc/ssl/certs/company.pem.",
          );
}
