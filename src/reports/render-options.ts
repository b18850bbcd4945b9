/** For people's formats: machine formats ignore all of it. */
export type View = 'table' | 'detail';
export type RenderOptions = { view: View; width: number; color: boolean };
