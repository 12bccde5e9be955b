/** How services say that they are busy, in the names of their errors. */
const BUSY = /Throttl|ThroughputExceeded|TooManyRequests|RequestLimitExceeded|ServerException|ServerError|InternalFailure|InternalError|InternalServer|KMSInternal|ServiceUnavailable|NetworkError|RequestTimeout|SlowDown/;

/** True if an error may be over at the next try, by its name and the status of the answer: the service is busy or away. */
export function mayPass(code: string, status?: number): boolean {
  return BUSY.test(code) || status === 429 || status !== undefined && status >= 500;
}
