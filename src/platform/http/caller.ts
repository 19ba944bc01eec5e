/** Who sends a request, as far as limits and repeated requests care. Set by the guard that knows more. */
export interface Caller {
  /** Equal for requests that count together: one API token, one session. */
  readonly id: string;
  /** Whose it is: the same for all tokens and sessions of a person. None where nobody is known to send it. */
  readonly personId?: string;
  /** What only this caller and the running request know. Never stored. */
  readonly secret: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}
