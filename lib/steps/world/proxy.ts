/** The variables of a build. */
type Variables = Readonly<Record<string, string | undefined>>;

/** The ports of addresses without one. */
const PORTS: { readonly [protocol: string]: string } = { 'http:': '80', 'https:': '443' };

/**
 * The proxy that leads to an address, by the variables that curl, the AWS CLI and docker go by: HTTPS_PROXY, HTTP_PROXY and
 * NO_PROXY, in small letters first.
 */
export function proxyFor(address: URL, variables: Variables): string | undefined {
  const valueOf = (name: string) => variables[name.toLowerCase()] || variables[name] || undefined;
  const proxy = valueOf(`${address.protocol.slice(0, -1).toUpperCase()}_PROXY`);
  if (proxy === undefined || (valueOf('NO_PROXY') ?? '').split(/[\s,]+/).filter(Boolean).some(rule => excludes(rule, address))) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** True if a rule of NO_PROXY names the host: itself, or a domain that it is in. */
function excludes(rule: string, { hostname, port, protocol }: URL): boolean {
  if (rule === '*') return true;
  const [, domain, ofPort] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(rule.toLowerCase())!;
  return (ofPort === undefined || ofPort === (port || PORTS[protocol])) && (hostname === domain || hostname.endsWith(`.${domain}`));
}
