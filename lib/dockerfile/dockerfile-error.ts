/** Thrown for a value that a Dockerfile or a .dockerignore cannot express. The message shows the value received. */
export class DockerfileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DockerfileError';
  }
}

/** A value as error messages show it: quoted, with control characters escaped, cut when very long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
