/** The least that an Express route can do: constant JSON. */
import express from 'express'
import { listen } from './listen.ts'

const web = express()
web.disable('x-powered-by')
web.post('/access/v1/evaluation', (_request, response) => void response.json({ decision: true }))
listen(web)
