exports.report = winds => `mean wind ${winds.reduce((sum, wind) => sum + wind, 0) / winds.length} m/s`;
