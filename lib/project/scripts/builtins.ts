/**
 * Commands of the shell itself, which `exec` cannot run.
 */
export const BUILTINS = new Set([
  '.', ':', '[[', 'alias', 'break', 'cd', 'command', 'continue', 'eval', 'exec', 'exit', 'export', 'local', 'read', 'readonly', 'return', 'set', 'shift', 'source',
  'trap', 'ulimit', 'umask', 'unset', 'wait',
]);
