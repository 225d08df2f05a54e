// The application has shown that it is the person's: as at Auth0, the person is not asked.
document.getElementById("sign-out").click();
