/**
 * Like `Promise.all`, but waits until every branch has ended. Otherwise, after one branch failed, the others would
 * continue to poll the org while the error is already shown, and keep the process alive.
 */
export const together = async <T extends readonly unknown[] | []>(
  branches: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> => {
  await Promise.allSettled(branches);
  return Promise.all(branches);
};
