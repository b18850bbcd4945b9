import { expect } from 'chai';
import { unlistedSubjects, type QueriedConnectedApp } from '../../../src/inventory/apps/unlistedApps.js';
import type { ListedComponent } from '../../../src/org/door.js';
import type { ConnectedAppSubject } from '../../../src/posture/subject.js';

type Listed = { name: string; id?: string; label?: string; namespace?: string };

const idFrom = (number: number): string => `0H40000000000${number}`;
const rowOf = ({ name, id, namespace }: Listed): ListedComponent => ({
  type: 'ConnectedApp',
  fullName: name,
  fileName: `connectedApps/${name}.connectedApp`,
  ...(id !== undefined && { id: `${id}AAA` }),
  ...(namespace !== undefined && { namespacePrefix: namespace }),
});
const subjectOf = ({ name, label }: Listed): ConnectedAppSubject => ({
  kind: 'ConnectedApp',
  origin: 'org',
  app: { type: 'ConnectedApp', name, managed: false, ...(label !== undefined && { label }) },
  metadata: { type: 'ConnectedApp', fullName: name, facts: 'not-returned' },
  versionShowsFlag: true,
});
const unlisted = (queried: QueriedConnectedApp[], listed: Listed[]): string[] =>
  unlistedSubjects(queried, listed.map(rowOf), listed.map(subjectOf)).map(({ app }) => app.name);

describe('connected apps that SOQL knows and the list has not', () => {
  const A = idFrom(11);
  const B = idFrom(12);

  it('are none where each has its id in the list, whatever they are called', () => {
    expect(unlisted([{ id: A, name: 'Something else' }], [{ name: 'Sync', id: A }])).to.deep.equal([]);
  });

  for (const [title, name, listed] of [
    ['API name', 'Order_Sync', { name: 'Order_Sync' }],
    ['API name without its prefix', 'Sync', { name: 'NS__Sync', namespace: 'NS' }],
    ['label', 'Orders, daily', { name: 'Order_Sync', label: 'Orders, daily' }],
    ['API name, spelled as a label', 'order sync', { name: 'Order_Sync' }],
    ['API name, percent-encoded in the list', 'Order (old)', { name: 'Order %28old%29' }],
  ] as const)
    it(`are none where the ids do not meet and the list has the ${title}`, () => {
      expect(unlisted([{ id: A, name }], [{ ...listed, id: '0H4999999999999' }])).to.deep.equal([]);
      expect(unlisted([{ name }], [listed])).to.deep.equal([]);
    });

  it('are each told, by the name that SOQL gives', () => {
    expect(
      unlisted(
        [
          { id: A, name: 'Sync' },
          { id: B, name: 'Hidden' },
        ],
        [{ name: 'Sync', id: A }],
      ),
    ).to.deep.equal(['Hidden']);
    expect(unlisted([{ id: A, name: 'Sync' }], [])).to.deep.equal(['Sync']);
  });

  it('do not hide behind another app of their name, which has its own row', () => {
    const queried = [
      { id: A, name: 'Sync' },
      { id: B, name: 'Sync' },
    ];
    expect(unlisted(queried, [{ name: 'Sync', id: A }])).to.deep.equal([`Sync (${B})`]);
    expect(unlisted(queried, [{ name: 'Sync' }])).to.deep.equal([`Sync (${B})`]);
    expect(unlisted(queried, [{ name: 'Other', label: 'Sync', id: A }])).to.deep.equal(['Sync']);
  });

  it('are not matched by an id of zeros', () => {
    const zeros = '000000000000000';
    expect(unlisted([{ id: A, name: 'Hidden' }], [{ name: 'Sync', id: zeros }])).to.deep.equal(['Hidden']);
  });
});
