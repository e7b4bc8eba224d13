// The short data of the server, read back: see compact.py.

/** Return the pairs of *data* as { one, two, bonds }, a bond as { kind, planned, piece, first, last }. */
export function readLinks(rows) {
  let one = 0;
  return rows.map((row) => {
    one += row[0];
    const bonds = [];
    for (let i = 2; i < row.length; i += 4) {
      bonds.push({ kind: row[i] >> 1, planned: row[i] % 2 === 1, piece: row[i + 1], first: row[i + 2], last: row[i + 3] });
    }
    return { one, two: row[1], bonds };
  });
}

/** Returns the addresses of things on this server. */
export class Addresses {
  constructor(root, asked, pieces) {
    this.root = root;
    this.pieces = pieces;
    this.query = asked ? `?lang=${asked}` : "";
  }

  /** The page of a party, by what its address ends with; null where it has none. */
  party(path) {
    return path && `${this.root}/doc/${path.includes("/") ? path : `city/${path}`}${this.query}`;
  }

  /** The page of an agreement between two parties. */
  bond(bond, one, two) {
    const piece = this.pieces[bond.piece];
    return piece && `${this.root}/doc/agreement/${piece.replace("~", `${end(one)}.${end(two)}`)}${this.query}`;
  }

  /** The page of two parties. */
  pair(one, two) {
    return `${this.root}/pair/${[end(one), end(two)].sort().join("/")}${this.query}`;
  }

  /** Where a line leads: to the one agreement that it stands for, else to all of the pair. */
  line(bonds, one, two) {
    return bonds.length === 1 ? this.bond(bonds[0], one, two) : this.pair(one, two);
  }
}

const end = (path) => path.slice(path.indexOf("/") + 1);
