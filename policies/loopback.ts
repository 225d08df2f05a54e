import { parsedUrl } from "../openmetadata/parsedUrl";
import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { isLoopback } from "../openmetadata/serverUrl";

/**
 * Whether a resource is made in an Auth0 tenant on this machine, as the sandbox is: by the domain that its provider has, or
 * where it has none of its own, by the variable that the provider goes by.
 */
export function isOnLoopback({ provider }: Pick<ResourceValidationArgs | PolicyResource, "provider">): boolean {
    const { domain } = (provider?.props ?? {}) as { domain?: unknown };
    const named = typeof domain === "string" && domain !== "" ? domain : (process.env["AUTH0_DOMAIN"] ?? "");
    const url = `https://${named}`;
    const parsed = parsedUrl(url);
    return parsed !== undefined && isLoopback(parsed.hostname);
}
