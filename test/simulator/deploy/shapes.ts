import type { Shape } from './shape.js';
import { connectedAppShape } from './shapeConnectedApp.js';
import { ecaShapes } from './shapesEca.js';

/** Types without an entry are stored as they come. */
export const SHAPES: Readonly<Record<string, Shape>> = { ConnectedApp: connectedAppShape, ...ecaShapes };
