/** Who sends a request, as far as limits and repeated requests care. Set by the guard that knows more. */
export interface Caller {
  /** Equal for requests that count together: one API token. */
  readonly id: string;
  /** What only this caller and the running request know. Never stored. */
  readonly secret: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}
