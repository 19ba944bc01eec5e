/**
 * What node and PostgreSQL call a connection that cannot be had or was lost (SQLSTATE class 08, 25P03, 3D000, 53300,
 * 57P01–57P03), a server whose disk is full (53100), and one that only reads, as a former primary does after another has
 * taken over (25006).
 */
const CODES =
  /^(08...|25006|25P03|3D000|53100|53300|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** node-postgres and TypeORM give these no code. */
const MESSAGES =
  /timeout exceeded when trying to connect|Connection terminated|connection is closed|is not queryable|already released|after calling end on the pool/i;

/** Whether an error of a query says that the database is away, and not that the query is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && CODES.test(error.code)) return true;
  if (MESSAGES.test(error.message)) return true;
  if ('driverError' in error && error.driverError !== error && isDatabaseAway(error.driverError)) return true;
  return error.cause !== error && isDatabaseAway(error.cause);
}
