import type { XmlElement } from '@rgrove/parse-xml';
import type { FaultRule } from './faults.js';
import type { OrgState, Session } from './state.js';

/** What one part of the server hands another. A new operation or grant is an entry in one of the tables below. */

export type Clock = () => number;

/** What an entry may use besides the request itself. */
export type Context = {
  state: OrgState;
  url: string;
  now: Clock;
  session: Session;
  apiVersion: number;
  /** A fault somebody asked for on this very request that only the operation itself can play (`retrieve-failed`, ...). */
  fault?: FaultRule;
};

export type SoapRequest = { operation: string; body: XmlElement };
/** Answers with what stands inside `<operationResponse>`. Throws a `SoapFault` to refuse. */
export type Operation = (request: SoapRequest, context: Context) => string;
export type Operations = Readonly<Record<string, Operation>>;
/** Operations are made once for each server, so that a family keeps its own jobs. */
export type OperationFamily = (state: OrgState) => Operations;

/** `address`: from where it came. */
export type TokenRequest = { form: URLSearchParams; state: OrgState; url: string; now: Clock; address?: string };
/** A login that succeeded: whose it is, for which client, and the refresh token if the flow issues one. */
export type Granted = { userId: string; clientId: string; refreshToken?: string; scope?: string };
/** Throws an `OauthError` to refuse. */
export type Grant = (request: TokenRequest) => Granted;
export type Grants = Readonly<Record<string, Grant>>;

export class SoapFault extends Error {
  public override readonly name = 'SoapFault';
  public constructor(
    public readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export class OauthError extends Error {
  public override readonly name = 'OauthError';
  public constructor(
    public readonly error: string,
    description: string,
    public readonly status = 400,
  ) {
    super(description);
  }
}

export class RestError extends Error {
  public override readonly name = 'RestError';
  public constructor(
    public readonly status: number,
    public readonly errorCode: string,
    message: string,
  ) {
    super(message);
  }
}
