const { load } = require('cheerio');
const { format } = require('date-fns');
const ejs = require('ejs');
const handlebars = require('handlebars');
const { groupBy } = require('lodash');
const { DateTime } = require('luxon');
const { z } = require('zod');

const Shipment = z.object({ port: z.string(), tons: z.number().positive() });

/** Tons of shipments by their ports, as a page. */
exports.page = shipments => {
  const ports = groupBy(shipments.map(one => Shipment.parse(one)), 'port');
  const rows = Object.entries(ports).map(([port, ones]) => ({ port, tons: ones.reduce((sum, { tons }) => sum + tons, 0) }));
  const table = handlebars.compile('<table>{{#each rows}}<tr><td>{{port}}</td><td>{{tons}}</td></tr>{{/each}}</table>')({ rows });
  return load(ejs.render('<h1><%= day %>, week <%= week %></h1><%- table %>', {
    day: format(0, 'yyyy'), week: DateTime.fromMillis(0).weekNumber, table,
  })).html();
};
