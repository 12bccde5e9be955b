import { joinInside } from '../files/relative-path';
import { StartCommand } from '../model/start-command';
import { ConfigPackage } from '../modules/config-package';
import { Settings } from '../modules/value';
import { Sources } from './sources';

/**
 * Settings that packages read from files of the project when it runs, by the names of the packages.
 */
export function settingsOf({ files, path }: Sources, command: StartCommand | undefined): ReadonlyMap<string, Settings> {
  const directory = joinInside(path, command?.environment?.NODE_CONFIG_DIR ?? 'config');
  return new Map(directory === undefined ? [] : [['config', new ConfigPackage(files, directory)]]);
}
