// Reads "mark:1.0.0" in a dependency, which Yarn alone does not know.
module.exports = {
  name: '@yarnpkg/plugin-mark',
  factory: require => {
    const { structUtils } = require('@yarnpkg/core');
    const reduceDependency = async dependency => dependency.range.startsWith('mark:')
      ? structUtils.makeDescriptor(dependency, `npm:${dependency.range.slice('mark:'.length)}`)
      : dependency;
    return { default: { hooks: { reduceDependency } } };
  },
};
