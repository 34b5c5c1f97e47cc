/** Commands of Redis that are not simulated; other unknown words are unknown to a real server too. */
const NAMES = `
acl asking bgrewriteaof bgsave bitcount bitfield bitfield_ro bitop bitpos blmove blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin cluster
copy debug decrbyfloat discard dump eval eval_ro evalsha evalsha_ro exec expiretime failover fcall fcall_ro function geoadd geodist geohash geopos
georadius georadiusbymember geosearch geosearchstore getbit getex hexpire hincrby hincrbyfloat hmget hmset hpersist hpexpire hrandfield hscan hsetnx
hstrlen httl incrbyfloat json.get json.set lastsave latency lcs linsert lmove lmpop lolwut lpos lpushx lrem lset memory migrate module monitor move
msetnx multi object pexpiretime pfadd pfcount pfmerge psubscribe psync publish pubsub punsubscribe randomkey readonly readwrite renamenx replconf
replicaof restore role rpoplpush rpushx save script sdiff sdiffstore setbit setrange shutdown sinter sintercard sinterstore slaveof slowlog smismember
smove sort sort_ro spop spublish srandmember sscan ssubscribe substr sunion sunionstore sunsubscribe swapdb sync touch unsubscribe unwatch wait waitaof
watch xack xadd xautoclaim xclaim xdel xgroup xinfo xlen xpending xrange xread xreadgroup xrevrange xsetid xtrim zadd zcard zcount zdiff zdiffstore
zincrby zinter zintercard zinterstore zlexcount zmpop zmscore zpopmax zpopmin zrandmember zrange zrangebylex zrangebyscore zrangestore zrank zrem
zremrangebylex zremrangebyrank zremrangebyscore zrevrange zrevrangebylex zrevrangebyscore zrevrank zscan zscore zunion zunionstore`;

/** Names of Redis' commands without a simulation, in lower case. */
export const UNSIMULATED_COMMANDS: ReadonlySet<string> = new Set(NAMES.trim().split(/\s+/));
