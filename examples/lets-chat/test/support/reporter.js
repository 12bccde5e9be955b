'use strict';

const { Spec, XUnit } = require('mocha').reporters;

/** Mocha takes one reporter; this one prints for people and writes JUnit for machines. */
module.exports = class SpecAndXUnit {
  #xunit;

  constructor(runner, options) {
    new Spec(runner, options);
    this.#xunit = new XUnit(runner, options);
  }

  done(failures, callback) {
    this.#xunit.done(failures, callback);
  }
};
