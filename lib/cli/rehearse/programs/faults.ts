import * as http from 'http';

/** What may go wrong with the registry of a rehearsal. */
export type RegistryFault = 'registry' | 'push';

/** A fault of the registry, and how far it has come. */
export class Faults {
  private fault: RegistryFault | undefined;
  private sent = 0;

  public arm(fault: RegistryFault): void {
    this.fault = fault;
  }

  /** What a request meets: nothing, the end of the registry, the end of its connection, or a refusal. */
  public meets(method: string, path: string): 'nothing' | 'end' | 'cut' | 'refusal' {
    const uploads = /\/blobs\/uploads\//.test(path);
    if (this.fault === 'registry') return method === 'POST' && uploads ? 'end' : 'nothing';
    if (this.fault !== 'push' || !['PATCH', 'PUT'].includes(method) || !uploads && !/\/manifests\//.test(path)) return 'nothing';
    // the first layer comes through: by one request with its bytes, and one that ends it
    this.sent++;
    return this.sent <= 2 ? 'nothing' : this.sent === 3 ? 'cut' : 'refusal';
  }
}

/** Has a request go wrong, if it is to; true if so, and nothing more is to be done about it then. */
export function brokenBy(
  faults: Faults, request: http.IncomingMessage, response: http.ServerResponse,
  refuse: (response: http.ServerResponse, status: number, code: string, message: string) => void,
): boolean {
  switch (faults.meets(request.method ?? '', request.url ?? '')) {
    case 'end': process.exit(0); // eslint-disable-line no-fallthrough -- nothing comes after it
    case 'cut': response.destroy(); return true;
    // a client asks again for minutes after an error of the server
    case 'refusal': refuse(response, 403, 'DENIED', 'by --fault push'); return true;
    default: return false;
  }
}
