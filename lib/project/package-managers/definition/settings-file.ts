import { SecretSettings } from '../../secrets/hard-coded/settings';

/**
 * File with settings of a package manager.
 */
export interface SettingsFile {
  /** Its names, of which one is there. */
  readonly names: readonly string[];

  /** How it is written, and where a secret may stand in it. */
  readonly secrets: SecretSettings;

  /**
   * Settings that make an install run code while it resolves and fetches, whatever it is told about scripts: a release of the
   * manager or plugins that are checked in, hooks, a program in place of git.
   */
  readonly runsCode: readonly string[];
}
