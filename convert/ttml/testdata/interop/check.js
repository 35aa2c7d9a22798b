// Reads each TTML file named on the command line with the npm package imsc and
// prints, as JSON, what it complained of and the text on screen at each of its
// events. The first argument is the directory that holds node_modules.
'use strict';

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const [modules, ...files] = process.argv.slice(2);
const from = createRequire(path.resolve(modules) + path.sep);
const imscDoc = from('imsc/src/main/js/doc');
const imscISD = from('imsc/src/main/js/isd');

function textOf(node) {
  if (node.kind === 'br') return '\n';
  return (node.text || '') + (node.contents || []).map(textOf).join('');
}

function read(file) {
  const complaints = [];
  const complain = (level) => (message) => complaints.push(`${level}: ${message}`) && false;
  const handler = { info: complain('info'), warn: complain('warn'), error: complain('error'), fatal: complain('fatal') };
  const events = [];
  let language = null;
  try {
    const doc = imscDoc.fromXML(fs.readFileSync(file, 'utf8'), handler);
    if (doc) {
      language = doc.lang;
      for (const time of doc.getMediaTimeEvents()) {
        const isd = imscISD.generateISD(doc, time, handler);
        events.push({ time, text: isd.contents.map(textOf) });
      }
    }
  } catch (err) {
    complaints.push(`exception: ${err}`);
  }
  return { file, complaints, language, events };
}

console.log(JSON.stringify(files.map(read), null, 1));
