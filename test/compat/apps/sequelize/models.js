const { DataTypes, Sequelize } = require('sequelize');

const { MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PASSWORD, MYSQL_DATABASE } = process.env;
exports.sequelize = new Sequelize(MYSQL_DATABASE ?? 'charts', MYSQL_USER ?? 'charts', MYSQL_PASSWORD, {
  dialect: 'mariadb', host: MYSQL_HOST ?? 'database', port: Number(MYSQL_PORT ?? 3306), logging: false,
});
exports.Chart = exports.sequelize.define('Chart', {
  number: { type: DataTypes.INTEGER, primaryKey: true },
  title: { type: DataTypes.STRING, allowNull: false },
});
exports.Correction = exports.sequelize.define('Correction', { text: DataTypes.TEXT });
exports.Chart.hasMany(exports.Correction);
