// What a check found wrong: a reason code of schemas/api/verification.json and a detail for the full report. Never
// shown raw to people.
export class Finding extends Error {
  constructor(reason, detail = '') {
    super(`${reason}: ${detail}`);
    this.reason = reason;
    this.detail = detail;
  }
}

export const refuse = (reason, detail) => {
  throw new Finding(reason, detail);
};
