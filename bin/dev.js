#!/usr/bin/env -S node --import=tsx

async function main() {
  const { execute } = await import('@oclif/core');
  await execute({ type: 'esm', development: true, dir: import.meta.url });
}

await main();
