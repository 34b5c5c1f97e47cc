# What a program with the Ruby client does every day, on the cluster of $KUBECONFIG; each step prints a line.
require 'kubeclient'

config = Kubeclient::Config.read(ENV.fetch('KUBECONFIG')).context
options = { ssl_options: config.ssl_options, auth_options: config.auth_options }
core = Kubeclient::Client.new(config.api_endpoint, 'v1', **options)
apps = Kubeclient::Client.new("#{config.api_endpoint}/apis/apps", 'v1', **options)
named = ->(name, more) { Kubeclient::Resource.new({ metadata: { name: name, namespace: 'default', labels: { app: 'ruby' } } }.merge(more)) }

%w[a b].each { |name| core.create_config_map(named.call("rb-#{name}", data: { name: name })) }
listed = core.get_config_maps(namespace: 'default', label_selector: 'app=ruby')
puts "listed #{listed.map { |item| item.metadata.name }}"

puts "patched #{core.patch_config_map('rb-a', { data: { more: '1' } }, 'default').data.to_h.sort.to_h}"

seen = []
watcher = core.watch_config_maps(namespace: 'default', label_selector: 'app=ruby', resource_version: listed.resourceVersion)
watcher.each do |notice|
  seen << [notice.type, notice.object.metadata.name]
  core.delete_config_map('rb-b', 'default') if seen.length == 1
  watcher.finish if seen.length == 2
end
puts "watched #{seen}"

container = { name: 'main', image: 'nginx:1.27' }
template = { metadata: { labels: { app: 'ruby' } }, spec: { containers: [container] } }
apps.create_deployment(named.call('ruby', spec: { replicas: 1, selector: { matchLabels: { app: 'ruby' } }, template: template }))
puts "found #{apps.get_deployment('ruby', 'default').spec.replicas}"

begin
  core.get_pod('nope', 'default')
rescue Kubeclient::ResourceNotFoundError => refused
  puts "refused #{refused.error_code} #{refused.message}"
end

apps.delete_deployment('ruby', 'default', delete_options: { propagationPolicy: 'Foreground' })
core.delete_config_map('rb-a', 'default')
puts "left #{core.get_config_maps(namespace: 'default', label_selector: 'app=ruby').length}"
