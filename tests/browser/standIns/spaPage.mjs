const settings = await (await fetch("/settings.json")).json();

// As OpenMetadata sets up auth0-react.
const client = new auth0.Auth0Client({
    domain: settings.AUTHENTICATION_AUTHORITY,
    clientId: settings.AUTHENTICATION_CLIENT_ID,
    authorizationParams: { redirect_uri: settings.AUTHENTICATION_CALLBACK_URL },
    useRefreshTokens: settings.renewal === "refreshTokens",
    cacheLocation: "memory",
});

const show = (state) => {
    document.getElementById("state").textContent = JSON.stringify(state);
};
document.getElementById("sign-in").addEventListener("click", () => client.loginWithRedirect());
// For the tests, which call it in the page.
window.client = client;

if (/[?&](code|error)=/.test(location.search)) {
    try {
        await client.handleRedirectCallback();
        show({ user: await client.getUser(), claims: await client.getIdTokenClaims() });
    } catch ({ error, error_description }) {
        show({ error, error_description });
    }
} else {
    show({});
}
