// What must survive a reload, a killed tab and a dead battery: events without an answer, and the
// station's place in the chain. In IndexedDB, written with "strict" durability: it is on the disk
// before anything that follows from it is sent. An event that was answered is deleted, so a PIN
// stays here no longer than the server needs to answer.

const EVENTS = "events";
const PLACE = "place";

function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("not stored"));
    transaction.onerror = () => reject(transaction.error);
  });
}

function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Open the journal of `station`; rejects where the browser keeps nothing. */
export async function openJournal(station) {
  const request = indexedDB.open(`wms-station-${station}`, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(EVENTS, { autoIncrement: true }).createIndex("id", "id");
    request.result.createObjectStore(PLACE);
  };
  return new Journal(await result(request));
}

export class Journal {
  constructor(db) {
    this.db = db;
  }

  /** Return { events, place }: what is not answered, in order, and the last screen if any. */
  async restore() {
    const reading = this.db.transaction([EVENTS, PLACE]);
    const [events, place] = await Promise.all([
      result(reading.objectStore(EVENTS).getAll()),
      result(reading.objectStore(PLACE).get("last")),
    ]);
    return { events, place: place ?? null };
  }

  /** Write an event down for good. */
  async add(event) {
    const writing = this.#write(EVENTS);
    writing.objectStore(EVENTS).add(event);
    await done(writing);
  }

  /** Note the last word on an event (no id: only the place), and where the station stands now. */
  async settle(eventId, place) {
    const writing = this.#write(EVENTS, PLACE);
    if (eventId) {
      const events = writing.objectStore(EVENTS);
      const cursor = events.index("id").openKeyCursor(IDBKeyRange.only(eventId));
      cursor.onsuccess = () => cursor.result && events.delete(cursor.result.primaryKey);
    }
    if (place) writing.objectStore(PLACE).put(place, "last");
    await done(writing);
  }

  close() {
    this.db.close();
  }

  #write(...stores) {
    return this.db.transaction(stores, "readwrite", { durability: "strict" });
  }
}
