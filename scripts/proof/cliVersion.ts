/** The version of the Salesforce CLI that is tried, and that the example pipelines install. */
export const CLI_VERSION = '2.150.6';
