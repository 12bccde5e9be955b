import * as http from 'http';

/** Parts of a registry that go wrong in a rehearsal. */
export type RegistryFault = 'registry' | 'push';

/** A fault of the registry, and how far it has come. */
export class Faults {
  private fault: RegistryFault | undefined;
  private layers = 0;
  private cut = false;

  public arm(fault: RegistryFault): void {
    this.fault = fault;
  }

  /** Fate of a request: nothing, the end of the registry, the end of its connection, or a refusal. */
  public meets(method: string, path: string): 'nothing' | 'end' | 'cut' | 'refusal' {
    const uploads = /\/blobs\/uploads\//.test(path);
    const sends = uploads && ['PATCH', 'PUT'].includes(method);
    if (this.fault === 'registry') return method === 'POST' && uploads ? 'end' : 'nothing';
    if (this.fault !== 'push' || !sends && !(method === 'PUT' && /\/manifests\//.test(path))) return 'nothing';
    // one layer comes through whole; the next one is cut, and no other is taken
    if (sends && this.layers === 0) {
      this.layers += Number(method === 'PUT');
      return 'nothing';
    }
    const first = !this.cut;
    this.cut = true;
    return first ? 'cut' : 'refusal';
  }
}

/** How a registry ends, and refuses. */
export interface Registry {
  readonly end: () => never;
  readonly refuse: (response: http.ServerResponse, status: number, code: string, message: string) => void;
}

/** Has a request go wrong, if it is to; true if so, and nothing more is to be done about it then. */
export function brokenBy(faults: Faults, request: http.IncomingMessage, response: http.ServerResponse, { end, refuse }: Registry): boolean {
  switch (faults.meets(request.method ?? '', request.url ?? '')) {
    case 'end': return end();
    case 'cut': response.destroy(); return true;
    // a client asks again for minutes after an error of the server
    case 'refusal': refuse(response, 403, 'DENIED', 'by --fault push'); return true;
    default: return false;
  }
}
