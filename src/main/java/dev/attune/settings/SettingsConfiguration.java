package dev.attune.settings;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AttuneProperties.class, HttpProperties.class})
class SettingsConfiguration {}
