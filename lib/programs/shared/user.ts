import { readFileSync } from 'fs';

/** Whom the application runs as, as a runtime makes it of the image's `USER`. */
export interface User {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** A user given by `uid` or `uid:gid`; the rest is in /etc/passwd, or root's group and `/`. */
export function parseUser(user: string, passwd: string): User {
  const [uid, gid] = user.split(':');
  const entry = passwd.split('\n').map(line => line.split(':')).find(fields => fields[2] === uid);
  return { uid: Number(uid), gid: Number(gid ?? entry?.[3] ?? 0), home: entry?.[5] || '/' };
}

export function userOf(user: string): User {
  try {
    return parseUser(user, readFileSync('/etc/passwd', 'utf8'));
  } catch {
    return parseUser(user, '');
  }
}
