// Drives the sandbox with Linear's own client, as a script of an integration team would.
import { InvalidInputLinearError, LinearClient, LinearDocument } from '@linear/sdk';
import { assert, check, done, errorOf, sandbox } from './check.mjs';

const linear = new LinearClient({ apiKey: 'lin_api_test', apiUrl: `${sandbox}/linear/graphql` });

await check('the viewer is the first user of the workspace', async () => {
  const viewer = await linear.viewer;
  assert.equal(viewer.email, 'backend@example.com');
  assert.equal(viewer.isMe, true);
  assert.ok(viewer.createdAt instanceof Date);
});

await check('the organization is answered', async () => {
  const organization = await linear.organization;
  assert.equal(organization.urlKey, 'example');
});

await check('issues are paged with the connection helper', async () => {
  const issues = await linear.issues({ first: 50 });
  assert.equal(issues.nodes.length, 50);
  assert.equal(issues.pageInfo.hasNextPage, true);
  await issues.fetchNext();
  assert.equal(issues.nodes.length, 100);
  while (issues.pageInfo.hasNextPage) await issues.fetchNext();
  assert.equal(issues.nodes.length, 130);
  assert.equal(new Set(issues.nodes.map((issue) => issue.id)).size, 130);
});

await check('issues are paged with paginate()', async () => {
  const all = await linear.paginate((variables) => linear.issues(variables), { first: 100 });
  assert.equal(all.length, 130);
});

await check('a page that costs over 10,000 points is an InvalidInputLinearError', async () => {
  const error = await errorOf(() => linear.issues({ first: 250 }));
  assert.ok(error instanceof InvalidInputLinearError, String(error));
  assert.match(error.message, /Query too complex/);
});

await check('issues are paged backwards', async () => {
  const last = await linear.issues({ last: 10 });
  assert.equal(last.nodes.at(-1).title, 'Issue 1');
  await last.fetchPrevious();
  assert.equal(last.nodes.length, 20);
  assert.equal(last.nodes[0].title, 'Issue 20');
});

await check('issues come newest change first when ordered by updatedAt', async () => {
  const issues = await linear.issues({ orderBy: LinearDocument.PaginationOrderBy.UpdatedAt });
  const times = issues.nodes.map((issue) => issue.updatedAt.getTime());
  assert.deepEqual(times, [...times].sort((a, b) => b - a));
});

await check('issues are filtered by time, team and state', async () => {
  const newest = (await linear.issues({ first: 1 })).nodes[0];
  const issues = await linear.issues({
    filter: {
      updatedAt: { gte: newest.updatedAt },
      team: { key: { eq: 'ENG' } },
      state: { type: { neq: 'completed' } },
    },
  });
  assert.deepEqual(issues.nodes.map((issue) => issue.id), [newest.id]);
});

await check('issues are filtered by id, by or, by relative time', async () => {
  const [a, b] = (await linear.issues({ first: 2 })).nodes;
  const byId = await linear.issues({ filter: { id: { in: [a.id, b.id] } } });
  assert.equal(byId.nodes.length, 2);
  const byTitle = await linear.issues({
    filter: { or: [{ title: { eq: 'Issue 1' } }, { title: { eq: 'Issue 2' } }] },
  });
  assert.equal(byTitle.nodes.length, 2);
  const recent = await linear.issues({ filter: { updatedAt: { gte: '-P1W' } }, first: 200 });
  assert.equal(recent.nodes.length, 130);
});

await check('an issue has its fields and relations', async () => {
  const found = await linear.issues({ filter: { title: { eq: 'The rich one' } } });
  const issue = await linear.issue(found.nodes[0].id);
  assert.equal(issue.identifier, 'ENG-130');
  assert.equal(issue.description, '# Why\n\n- [ ] because');
  assert.equal(issue.priority, 1);
  assert.equal(issue.priorityLabel, 'Urgent');
  assert.equal(issue.estimate, 5);
  assert.equal(issue.dueDate, '2026-12-01');
  assert.match(issue.url, /^https:.*ENG-130/);
  assert.equal(issue.updatedAt.toISOString(), '2026-11-20T10:02:10.123Z');
  const state = await issue.state;
  assert.equal(state.name, 'In Progress');
  assert.equal(state.type, 'started');
  const assignee = await issue.assignee;
  assert.equal(assignee.email, 'backend@example.com');
  assert.equal((await issue.team).key, 'ENG');
  assert.equal((await issue.parent).title, 'Issue 1');
  const labels = await issue.labels();
  assert.deepEqual(labels.nodes.map((label) => label.name).sort(), ['API', 'Bug']);
});

await check('an issue is found by its identifier', async () => {
  assert.equal((await linear.issue('ENG-1')).title, 'Issue 1');
});

await check('a parent knows its sub-issues', async () => {
  const children = await (await linear.issue('ENG-1')).children();
  assert.deepEqual(children.nodes.map((issue) => issue.title), ['The rich one']);
});

await check('archived and trashed issues appear on request', async () => {
  const filter = { title: { eq: 'Thrown away' } };
  assert.equal((await linear.issues({ filter })).nodes.length, 0);
  const all = await linear.issues({ filter, includeArchived: true });
  assert.equal(all.nodes[0].trashed, true);
  assert.ok(all.nodes[0].archivedAt instanceof Date);
});

await check('teams, their states and issues are answered', async () => {
  const team = (await linear.teams()).nodes[0];
  assert.equal(team.key, 'ENG');
  const states = await team.states();
  assert.ok(states.nodes.some((state) => state.type === 'triage'));
  assert.equal((await team.issues({ first: 5 })).nodes.length, 5);
  assert.equal((await linear.team(team.id)).name, 'Engineering');
});

await check('users, workflow states and labels are answered', async () => {
  const users = await linear.users({ filter: { email: { eq: 'backend@example.com' } } });
  assert.equal(users.nodes.length, 1);
  assert.equal((await linear.user(users.nodes[0].id)).name, 'Backend Engineer');
  assert.equal((await users.nodes[0].assignedIssues()).nodes.length, 1);
  const states = await linear.workflowStates({ filter: { type: { eq: 'started' } } });
  assert.equal(states.nodes.length, 2);
  assert.equal((await linear.workflowState(states.nodes[0].id)).type, 'started');
  const labels = await linear.issueLabels();
  assert.equal(labels.nodes.length, 2);
  assert.equal((await linear.issueLabel(labels.nodes[0].id)).name, labels.nodes[0].name);
});

await check('an issue is created, changed, archived, brought back and deleted', async () => {
  const team = (await linear.teams()).nodes[0];
  const created = await linear.createIssue({ teamId: team.id, title: 'New', priority: 3 });
  const issue = await created.issue;
  assert.equal(issue.title, 'New');
  assert.equal((await issue.state).type, 'backlog');
  assert.equal((await issue.creator).email, 'backend@example.com');
  const done = await linear.workflowStates({ filter: { name: { eq: 'Done' } } });
  await issue.update({ title: 'Newer', stateId: done.nodes[0].id, description: null });
  const changed = await linear.issue(issue.id);
  assert.equal(changed.title, 'Newer');
  assert.ok(changed.completedAt instanceof Date);
  await issue.archive();
  assert.ok((await linear.issue(issue.id)).archivedAt instanceof Date);
  await issue.unarchive();
  assert.equal((await linear.issue(issue.id)).archivedAt ?? null, null);
  await issue.delete();
  assert.equal((await linear.issue(issue.id)).trashed, true);
});

await check('an unknown issue is an InvalidInputLinearError', async () => {
  const error = await errorOf(() => linear.issue('ENG-9999'));
  assert.ok(error instanceof InvalidInputLinearError, String(error));
  assert.match(error.message, /Entity not found: Issue/);
});

await check('a missing key is an AuthenticationLinearError', async () => {
  const anonymous = new LinearClient({ apiKey: ' ', apiUrl: `${sandbox}/linear/graphql` });
  const error = await errorOf(() => anonymous.viewer);
  assert.equal(error.type, 'AuthenticationError');
  assert.equal(error.status, 401);
});

done();
