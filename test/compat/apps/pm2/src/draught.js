exports.draught = metres => `${Math.round(metres * 3.28084 * 10) / 10} feet`;
