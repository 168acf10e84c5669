/** Several instances behind a load balancer that knows which of them are up. */
import { once } from 'node:events'
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { freePort, type ToegangProcess, toegangProcess } from '../demo/toegang.ts'

export interface Cluster extends ToegangProcess {
  readonly instances: readonly ToegangProcess[]
}

/** @param port of the load balancer: what the world knows as the address of Toegang */
export const cluster = (
  size: number,
  port: number,
  environment: { readonly [name: string]: string },
  program?: readonly string[],
): Cluster => {
  const url = `http://localhost:${port}`
  const output: string[] = []
  const instances: ToegangProcess[] = []
  const agent = new Agent({ keepAlive: false })
  let turn = 0

  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await incoming.toArray())
    for (let attempt = 0; attempt < instances.length; attempt++) {
      const instance = instances[turn++ % instances.length]
      if (!instance || (await ask(instance, incoming, body, outgoing)) !== 'refused') return
    }
    outgoing.writeHead(502).end()
  }
  /** Only a connection that was refused is tried elsewhere: of any other the instance may have done its part. */
  const ask = (instance: ToegangProcess, incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse) =>
    new Promise<'refused' | 'done'>((resolve) => {
      const { method = 'GET', headers, url: path = '/' } = incoming
      const { 'transfer-encoding': _chunked, ...rest } = headers
      const passed = request(new URL(path, instance.url), {
        agent,
        method,
        headers: { ...rest, 'content-length': body.length },
      })
      passed.on('response', (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
        answer.on('end', () => resolve('done'))
        answer.on('error', () => {
          outgoing.destroy()
          resolve('done')
        })
      })
      passed.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') return resolve('refused')
        outgoing.destroy()
        resolve('done')
      })
      passed.end(body)
    })

  const balancer = createServer((incoming, outgoing) => void pass(incoming, outgoing).catch(() => outgoing.destroy()))
  return {
    url,
    output,
    instances,
    start: async () => {
      if (instances.length === 0) {
        for (let index = 0; index < size; index++)
          instances.push(toegangProcess(await freePort(), { ...environment, BASE_URL: url }, program))
        balancer.listen(port)
        await once(balancer, 'listening')
      }
      // One after the other: the first brings the tables up to date.
      for (const instance of instances) await instance.start()
    },
    kill: async () => {
      await Promise.all(instances.map((instance) => instance.kill()))
    },
    stop: async () => {
      await Promise.all(instances.map((instance) => instance.stop()))
      output.push(...instances.flatMap((instance) => instance.output))
      balancer.close()
      balancer.closeAllConnections()
    },
  }
}
