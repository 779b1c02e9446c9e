// How checks become answers and answers a state: the table of schemas/api/verification.json, applied.
export function answersOf(checks, law) {
  const answers = {};
  for (const question of law.questions) answers[question.code] = answerOf(question.checks, checks);
  const { genuine } = answers;
  if (genuine.answer !== 'yes')
    for (const [code, own] of Object.entries(answers))
      if (code !== 'genuine' && own.answer !== 'no')
        answers[code] = { answer: 'could_not_check', reason: genuine.reason };
  return answers;
}

function answerOf(order, checks) {
  const found = order.map(code => checks.find(one => one.check === code)).filter(Boolean);
  const failed = found.find(one => one.outcome === 'Failed');
  if (failed) return { answer: 'no', reason: failed.reason };
  const open = found.find(one => one.outcome === 'CouldNotCheck');
  if (!open) return { answer: 'yes', reason: 'ok' };
  return { answer: open.reason === 'person_please_check' ? 'please_check' : 'could_not_check', reason: open.reason };
}

export function stateOf(answers, law) {
  const holds = (row, own) => own.answer === row.answer && (!row.reason || own.reason === row.reason);
  return law.states.find(
    row =>
      !row.answer ||
      (row.question === '*' ? Object.values(answers).some(own => holds(row, own)) : holds(row, answers[row.question])),
  ).code;
}
