import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** In the measured process: its peak memory, written down as it ends. Only the process itself knows it everywhere. */

const { BENCH_MEMORY: file } = process.env;
const KIBIBYTES_A_MEBIBYTE = 1024;

if (isMainThread && file !== undefined)
  process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS / KIBIBYTES_A_MEBIBYTE)));
