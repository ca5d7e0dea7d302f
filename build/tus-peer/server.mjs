// An independent tus server on a free port; prints the port, stores into the folder it is given.
import { createRequire } from 'node:module'
const require = createRequire(process.argv[2] + '/')
const { Server } = require('@tus/server')
const { FileStore } = require('@tus/file-store')
const server = new Server({ path: '/api/v1/uploads', datastore: new FileStore({ directory: process.argv[3] }) })
const listening = server.listen({ host: '127.0.0.1', port: 0 }, () => console.log(listening.address().port))
