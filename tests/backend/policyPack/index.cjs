// A policy pack of somebody's own: it takes no stack of the name "held".
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("own-pack", {
    policies: [
        {
            name: "no-held",
            description: "No stack is named held.",
            enforcementLevel: "mandatory",
            validateResource({ type, urn }, report) {
                if (type === "auth0:index/client:Client" && urn.startsWith("urn:pulumi:held::")) {
                    report("The stack is named held.");
                }
            },
        },
    ],
});
