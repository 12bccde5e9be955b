/** The depth over a shoal, the given number of hours after low water. */
exports.depthAt = hours => 2 + [0, 1, 3, 6, 9, 11, 12][hours] / 4;
