const ENDS: readonly unknown[] = ['Succeeded', 'SucceededPartial', 'Failed', 'Canceled', 'FinalizingFailed'];

/** After any other status, also one that is not known here, a deploy may still change something. */
export const isDeployEnded = (status: unknown): boolean => ENDS.includes(status);
