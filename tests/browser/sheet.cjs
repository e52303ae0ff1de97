// A spreadsheet of the system opened, its cells filled, and written again: a zip with its parts as they are, uncompressed.
const { inflateRawSync } = require("node:zlib");

const table = Array.from({ length: 256 }, (_, byte) => {
    let sum = byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    return sum >>> 0;
});
const crc = (bytes) => ~bytes.reduce((sum, byte) => (sum >>> 8) ^ table[(sum ^ byte) & 255], ~0) >>> 0;

/** The parts of a zip by name, from its central directory. */
function unzip(file) {
    const parts = new Map();
    const end = file.lastIndexOf(Buffer.from("PK\x05\x06"));
    let at = file.readUInt32LE(end + 16);
    for (let count = file.readUInt16LE(end + 10); count > 0; count -= 1) {
        const [method, size, name, extra, comment, start] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20), file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32), file.readUInt32LE(at + 42)];
        const from = start + 30 + file.readUInt16LE(start + 26) + file.readUInt16LE(start + 28);
        const bytes = file.subarray(from, from + size);
        parts.set(file.toString("utf8", at + 46, at + 46 + name), method === 8 ? inflateRawSync(bytes) : bytes);
        at += 46 + name + extra + comment;
    }
    return parts;
}

function zip(parts) {
    const [files, directory] = [[], []];
    let at = 0;
    for (const [name, bytes] of parts) {
        const common = Buffer.alloc(26);
        common.writeUInt16LE(20, 0);
        common.writeUInt32LE(crc(bytes), 10);
        common.writeUInt32LE(bytes.length, 14);
        common.writeUInt32LE(bytes.length, 18);
        common.writeUInt16LE(Buffer.byteLength(name), 22);
        const place = Buffer.alloc(14);
        place.writeUInt32LE(at, 10);
        const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), bytes]);
        files.push(local);
        directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, place, Buffer.from(name));
        at += local.length;
    }
    const index = Buffer.concat(directory);
    const end = Buffer.alloc(22);
    end.write("PK\x05\x06", "latin1");
    end.writeUInt16LE(parts.size, 8);
    end.writeUInt16LE(parts.size, 10);
    end.writeUInt32LE(index.length, 12);
    end.writeUInt32LE(at, 16);
    return Buffer.concat([...files, index, end]);
}

/** Types into the cells of the first sheet: `[row, question, text]`, with the row's number as a person sees it. */
function fill(file, cells) {
    const parts = unzip(file);
    const texts = [...parts.get("xl/sharedStrings.xml").toString().matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g)].map(([, text]) => text);
    let sheet = parts.get("xl/worksheets/sheet1.xml").toString();
    for (const [row, question, text] of cells) {
        const heads = [...sheet.matchAll(/<c r="([A-Z]+)1"[^>]*><v>(\d+)<\/v>/g)];
        const place = `${heads.find(([, , index]) => texts[index] === question)[1]}${row}`;
        const typed = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
        const before = sheet;
        sheet = sheet.replace(new RegExp(`<c r="${place}"( s="\\d+")?[^>/]*(/>|>.*?</c>)`), `<c r="${place}"$1 t="inlineStr"><is><t>${typed}</t></is></c>`);
        if (sheet === before) throw new Error(`the sheet has no cell ${place}`);
    }
    parts.set("xl/worksheets/sheet1.xml", Buffer.from(sheet));
    return zip(parts);
}

module.exports = { fill };
