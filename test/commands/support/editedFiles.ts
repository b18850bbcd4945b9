/** A file of an app whose flow is on. */
export const CONNECTED_APP_ON = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>owner@example.com</contactEmail>
    <label>Feed</label>
    <oauthConfig>
        <callbackUrl>https://feed.example.com</callbackUrl>
        <consumerKey>3MVG9.of.a.test</consumerKey>
        <isAdminApproved>false</isAdminApproved>
        <isClientCredentialEnabled>true</isClientCredentialEnabled>
        <isPkceRequired>false</isPkceRequired>
        <oauthClientCredentialUser>feed@example.com</oauthClientCredentialUser>
    </oauthConfig>
</ConnectedApp>
`;
