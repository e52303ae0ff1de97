DROP TABLE corrections;
DROP TABLE controls;
