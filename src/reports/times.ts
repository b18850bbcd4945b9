import { clean } from './clean.js';

/** `2026-11-20 09:15 UTC`; text that is no time stays as it is. */
export const minute = (iso: string): string => {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? clean(iso) : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
};

export const day = (iso: string): string => minute(iso).slice(0, 10);

export const secondsBetween = (start: string, end: string): number =>
  Math.round((new Date(end).getTime() - new Date(start).getTime()) / 1000);
