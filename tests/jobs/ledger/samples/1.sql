PRAGMA application_id = 1702259833;
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
BEGIN TRANSACTION;
CREATE TABLE attempt (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        step INTEGER NOT NULL CHECK (step > 0),
        number INTEGER NOT NULL CHECK (number > 0),
        state TEXT NOT NULL,
        reason TEXT,
        code INTEGER CHECK (code BETWEEN 0 AND 255),
        signal INTEGER CHECK (signal BETWEEN 1 AND 255),
        note TEXT,
        created INTEGER NOT NULL,
        started INTEGER,
        ended INTEGER,
        PRIMARY KEY (run, step, number),
        CHECK (CASE state
            WHEN 'finished' THEN reason IN ('code', 'signal', 'timeout', 'stopped', 'unstarted')
            WHEN 'lost' THEN reason IN ('unknown', 'reboot')
            WHEN 'launching' THEN reason IS NULL
            WHEN 'running' THEN reason IS NULL
            ELSE 0 END),
        CHECK ((reason IS NULL) = (ended IS NULL)),
        CHECK ((reason IS 'code') <= (code IS NOT NULL)),
        CHECK ((reason IS 'signal') <= (signal IS NOT NULL)),
        CHECK (code IS NULL OR signal IS NULL)
    ) WITHOUT ROWID;
INSERT INTO "attempt" VALUES(2,1,1,'finished','code',3,NULL,NULL,1800000060001,1800000060002,1800000060003);
INSERT INTO "attempt" VALUES(3,1,1,'running',NULL,NULL,NULL,NULL,1800000000001,1800000000002,NULL);
INSERT INTO "attempt" VALUES(4,1,1,'lost','reboot',NULL,NULL,'the machine was started anew',1800000000001,1800000000002,1800000000003);
CREATE TABLE event (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        job TEXT,
        run INTEGER,
        text TEXT
    );
INSERT INTO "event" VALUES(1,1800000000000,'created','tidy',NULL,NULL);
INSERT INTO "event" VALUES(2,1800000000000,'scheduled','tidy',NULL,'every minute');
INSERT INTO "event" VALUES(3,1800000000000,'edited','tidy',NULL,'revision 2');
INSERT INTO "event" VALUES(4,1800000000003,'paused','tidy',3,NULL);
INSERT INTO "event" VALUES(5,1800000000000,'created','bare',NULL,NULL);
INSERT INTO "event" VALUES(6,1800000000003,'lost','bare',4,'the machine was started anew');
CREATE TABLE job (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE,
        revision INTEGER NOT NULL,
        created INTEGER NOT NULL
    );
INSERT INTO "job" VALUES(1,'tidy',2,1800000000000);
INSERT INTO "job" VALUES(2,'bare',1,1800000000000);
CREATE TABLE ledger (identity TEXT NOT NULL);
INSERT INTO "ledger" VALUES('0123456789abcdef');
CREATE TABLE revision (
        job INTEGER NOT NULL REFERENCES job (id),
        number INTEGER NOT NULL CHECK (number > 0),
        work TEXT NOT NULL,
        created INTEGER NOT NULL,
        PRIMARY KEY (job, number)
    ) WITHOUT ROWID;
INSERT INTO "revision" VALUES(1,1,'{"steps":[["echo","one"]],"cwd":"/srv","env":[],"options":[]}',1800000000000);
INSERT INTO "revision" VALUES(1,2,'{"steps":[["echo","one"],["echo","two"]],"cwd":"/srv","env":[],"options":[]}',1800000000000);
INSERT INTO "revision" VALUES(2,1,'{"steps":[["echo","one"]],"cwd":"/srv","env":[],"options":[]}',1800000000000);
CREATE TABLE run (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        job INTEGER NOT NULL REFERENCES job (id),
        revision INTEGER NOT NULL,
        fire INTEGER,
        state TEXT NOT NULL,
        reason TEXT,
        code INTEGER CHECK (code BETWEEN 0 AND 255),
        signal INTEGER CHECK (signal BETWEEN 1 AND 255),
        note TEXT,
        created INTEGER NOT NULL,
        started INTEGER,
        ended INTEGER,
        UNIQUE (job, fire),
        FOREIGN KEY (job, revision) REFERENCES revision (job, number),
        CHECK (CASE state
            WHEN 'finished' THEN reason IN ('code', 'signal', 'timeout', 'stopped', 'unstarted')
            WHEN 'skipped' THEN reason IN ('overlap', 'missed', 'paused')
            WHEN 'lost' THEN reason IN ('unknown', 'reboot')
            WHEN 'due' THEN reason IS NULL
            WHEN 'claimed' THEN reason IS NULL
            WHEN 'launching' THEN reason IS NULL
            WHEN 'running' THEN reason IS NULL
            WHEN 'paused' THEN reason IS NULL
            ELSE 0 END),
        CHECK ((reason IS NULL) = (ended IS NULL)),
        CHECK ((reason IS 'code') <= (code IS NOT NULL)),
        CHECK ((reason IS 'signal') <= (signal IS NOT NULL)),
        CHECK (code IS NULL OR signal IS NULL)
    );
INSERT INTO "run" VALUES(1,1,2,1800000000,'skipped','missed',NULL,NULL,NULL,1800000060000,NULL,1800000060000);
INSERT INTO "run" VALUES(2,1,2,1800000060,'finished','code',3,NULL,NULL,1800000060000,1800000060002,1800000060003);
INSERT INTO "run" VALUES(3,1,2,NULL,'paused',NULL,NULL,NULL,NULL,1800000000000,1800000000002,NULL);
INSERT INTO "run" VALUES(4,2,1,NULL,'lost','reboot',NULL,NULL,'the machine was started anew',1800000000000,1800000000002,1800000000003);
CREATE TABLE schedule (
        job INTEGER PRIMARY KEY REFERENCES job (id),
        text TEXT NOT NULL,
        zone TEXT NOT NULL,
        anchor INTEGER NOT NULL,
        next_fire INTEGER,
        paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1))
    );
INSERT INTO "schedule" VALUES(1,'every minute','UTC',1800000000,1800000120,0);
CREATE INDEX schedule_next ON schedule (next_fire) WHERE next_fire IS NOT NULL;
CREATE INDEX run_state ON run (job, state);
CREATE INDEX run_open ON run (state) WHERE state IN ('due', 'claimed', 'launching', 'running', 'paused');
CREATE UNIQUE INDEX attempt_open ON attempt (run) WHERE state IN ('launching', 'running');
CREATE INDEX event_job ON event (job);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('job',2);
INSERT INTO "sqlite_sequence" VALUES('event',6);
INSERT INTO "sqlite_sequence" VALUES('run',4);
COMMIT;
