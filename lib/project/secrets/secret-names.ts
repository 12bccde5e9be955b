import { globExpression } from '../text/glob';

/** Contents that may show that a file with a suspicious name holds no secret. */
export type Acquittal = 'certificates' | 'environment';

/** Files and directories that hold secrets, by their names. */
export interface SecretKind {
  /** Kind of the files, for people. */
  readonly what: string;
  /** Names; `*` stands for any characters. A name with a slash is one below another. */
  readonly names: readonly string[];
  /** Contents that may decide otherwise; nothing can where it is not given. */
  readonly unless?: Acquittal;
}

/**
 * The one table of secrets by name: it holds at every depth, for files, directories and links, and for what a link leads
 * to. Names that ordinary sources have (`secrets.ts`) are not in it; what those hold is judged by their contents.
 */
export const SECRET_KINDS: readonly SecretKind[] = [
  { what: 'environment variables', names: ['.env', '.env.*', '.env-*', '.env_*', '*.env', '.dev.vars', '.dev.vars.*'], unless: 'environment' },
  { what: 'environment variables of a shell', names: ['.envrc', '.envrc.*'] },
  { what: 'a key', names: ['*.pem', '*.key', '*.p8'], unless: 'certificates' },
  {
    what: 'a store of keys',
    names: ['*.p12', '*.pfx', '*.jks', '*.keystore', '*.bks', '*.kdb', '*.kdbx', '*.ppk', '*.agekey', '*.pkcs12', '*.keychain', '*.keychain-db'],
  },
  { what: 'an SSH key', names: ['id_rsa*', 'id_dsa*', 'id_ecdsa*', 'id_ed25519*', '.ssh'] },
  { what: 'the keys of GnuPG', names: ['.gnupg', 'secring.*'] },
  {
    what: 'the credentials of a cloud',
    names: [
      '.aws', '.azure', '.gcloud', '.config/gcloud', '.oci', '.boto', '.s3cfg', '.s3cmd', 'application_default_credentials.json',
      'accessKeys.csv', '*_accessKeys.csv', 'rootkey.csv', 'credentials.csv', 'credentials.json', '.credentials', '.credentials.*',
      'service-account*.json', 'service_account*.json', 'serviceaccount*.json', '*-service-account.json', '*_service_account.json',
      '*firebase-adminsdk*.json', 'client_secret*.json',
    ],
  },
  { what: 'the credentials of a cluster', names: ['.kube', 'kubeconfig', 'kubeconfig.yaml', 'kubeconfig.yml', 'kubeconfig.json', '*.kubeconfig'] },
  { what: 'the credentials of a registry', names: ['.docker/config.json', '.dockercfg', '.dockerconfigjson', '.pypirc', '.gem/credentials'] },
  {
    what: 'the password of a service',
    names: ['.netrc', '_netrc', '.git-credentials', '.vault-token', '.pgpass', 'pgpass.conf', '.my.cnf', '.mylogin.cnf', '.htpasswd', '.config/gh', '.password-store'],
  },
  {
    what: 'what is named a secret',
    names: ['.secrets', '.secrets.*', ...['secret', 'secrets'].flatMap(name => ['json', 'yaml', 'yml', 'toml', 'ini', 'txt', 'properties', 'conf', 'cfg', 'xml', 'enc', 'csv'].map(end => `${name}.${end}`))],
  },
  { what: 'the state or variables of Terraform', names: ['*.tfstate', '*.tfstate.*', '*.tfvars', '*.tfvars.json', '.terraformrc', 'terraform.rc'] },
  {
    what: 'a dump of a database or of memory',
    names: ['*.dump', 'dump.sql', '*.dump.sql', '*-dump.sql', '*_dump.sql', '*.sql.gz', '*.sql.bz2', '*.sql.xz', '*.sql.zst', 'dump.rdb', '*.pgdump', '*.heapsnapshot', '*.heapdump'],
  },
];

const COMPILED = SECRET_KINDS.map(kind => ({ kind, expression: namesExpression(kind.names) }));
const ANY = namesExpression(SECRET_KINDS.flatMap(({ names }) => names));

/** The kind of secret that a file or directory is by its name, in whatever directory it lies. */
export function secretKind(path: string): SecretKind | undefined {
  const end = endOf(path);
  if (end !== last.end) last = { end, kind: ANY.test(end) ? COMPILED.find(({ expression }) => expression.test(end))?.kind : undefined };
  return last.kind;
}

/** A file is asked about several times in a row, by its path and by where it lies. */
let last: { readonly end: string; readonly kind: SecretKind | undefined } = { end: '', kind: undefined };

/** The last two parts of a path: no name has more, and the expressions take the time of every part. */
function endOf(path: string): string {
  // the expressions do not go through what leads back or stays
  if (path.endsWith('/') || path.includes('./')) return path;
  return path.slice(path.lastIndexOf('/', path.lastIndexOf('/') - 1) + 1);
}

/** True if the last part of a path is one of these names. Some file systems do not tell upper case from lower case. */
export function namesExpression(names: readonly string[]): RegExp {
  return globExpression(names.map(name => `**/${name}`), { dot: true, starsOnly: true, ignoreCase: true });
}
