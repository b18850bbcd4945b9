/** Milliseconds that this process has computed so far: what a bound on work is measured by, since a busy machine stretches the clock. */
export const cpuTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
