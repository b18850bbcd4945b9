/** The CLI calls the hooks of a plugin for every command, also for those of others, where they must change nothing. */
export const isOwnCommand = (id: string | undefined): boolean => id?.startsWith('oauth-posture:') === true;
