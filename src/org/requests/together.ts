/**
 * Like `Promise.all`, but it comes back only when every branch has ended. A branch that is left alone because another
 * one failed would go on polling the org while the error is already shown, and keep the process alive as long.
 */
export const together = async <T extends readonly unknown[] | []>(
  branches: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> => {
  await Promise.allSettled(branches);
  return Promise.all(branches);
};
