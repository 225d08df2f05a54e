import { createRequire } from "node:module";

/**
 * The OpenID provider library, loaded without the line that it prints on Node 20: that it does not support it. It works
 * there, as the tests show, and the line would greet everyone who starts a sandbox.
 */
function load(): typeof import("oidc-provider") {
    const { warn } = console;
    console.warn = () => undefined;
    try {
        return createRequire(__filename)("oidc-provider") as typeof import("oidc-provider");
    } finally {
        console.warn = warn;
    }
}

export const { Provider, errors, interactionPolicy } = load();
